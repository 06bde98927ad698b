"""Writes the table and the picture of a run of run.py."""
import importlib.metadata
import json
import pathlib
import platform
import statistics
import time

NAMES = {
    "ecflink": "ecflink, index built each time",
    "ecflink-kept": "ecflink, index kept",
    "duckdb-enum": "DuckDB, court as ENUM",
    "duckdb-text": "DuckDB, court as text",
    "duckdb-arrow": "DuckDB on Arrow",
    "polars-enum": "Polars, court as Enum",
    "polars-rows": "Polars, court as Enum, by row numbers",
    "polars-text": "Polars, court as text",
    "postgresql": "PostgreSQL",
    "sqlite": "SQLite, indexes built before, 1 thread",
    "floor": "floor of the machine: read, build, fetch",
    "ecflink-verify": "ecflink verify",
    "duckdb-csv": "DuckDB in a fresh Python",
}
FROM_FILES = ["ecflink-verify", "duckdb-csv"]


def counted(runs):
    """The runs that count: the undisturbed ones; all of them, if fewer than three were undisturbed."""
    clean = [run for run in runs if run["is_clean"]]
    return clean if len(clean) >= 3 else runs


def median(results, name):
    return statistics.median(run["seconds"] for run in counted(results["runs"][name]))


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")),
                     platform.machine())
    with open("/proc/meminfo", encoding="ascii") as lines:
        memory = int(lines.readline().split()[1]) >> 20
    versions = ", ".join(f"{package} {importlib.metadata.version(package)}"
                         for package in ("duckdb", "polars", "pyarrow"))
    return f"{platform.system()} {platform.release()}, {model}, {memory} GiB; {versions}"


def size(links):
    return f"{links // 1_000_000}M" if links % 1_000_000 == 0 else str(links)


def table(results, names):
    """Rows of Markdown, each with its ratio to ecflink, or to the quickest peer if ecflink has not run."""
    names = [name for name in NAMES if name in names and name in results["runs"]]
    if not names:
        return []
    bases = [name for name in names
             if name.startswith("ecflink")] or [min(names, key=lambda name: median(results, name))]
    lines = ["| | seconds: median (min to max) | ns a link | " + " | ".join(
                 f"x {NAMES[base]}" for base in bases) + " | CPU s | peak MiB | runs that count |",
             "|---|---|---|" + "---|" * len(bases) + "---|---|---|"]
    for name in names:
        every, runs = results["runs"][name], counted(results["runs"][name])
        seconds = [run["seconds"] for run in runs]
        ratios = [f"{median(results, name) / median(results, base):.3g}" for base in bases]
        peak = max(run["peak_mib"] or 0 for run in runs)
        middle = statistics.median(seconds)
        lines.append(
            f"| {NAMES[name]} | {middle:.3f} ({min(seconds):.3f} to {max(seconds):.3f}) "
            f"| {middle / results['links'] * 1e9:.0f} | " +
            " | ".join(ratios) + f" | {statistics.median(run['cpu'] for run in runs):.2f} | {peak or ''} | " +
            f"{len(runs)} of {len(every)}{'' if all(run['is_clean'] for run in runs) else ', disturbed'} |")
    return lines


def markdown(results):
    lines = [f"## {results['links']:,} links, {results['threads']} threads", "",
             results["machine"] + f"; {results['at']}.", ""]
    loaded = table(results, [name for name in NAMES if name not in FROM_FILES])
    if loaded:
        lines += ["Inputs loaded:", "", *loaded, ""]
    files = table(results, FROM_FILES)
    if files:
        lines += ["Whole processes, from the CSV files:", "", *files, ""]
    if results["floors"]:
        parts = {part: statistics.median(floor[part] for floor in results["floors"])
                 for part in results["floors"][0]}
        lines += ["The floor: " + ", ".join(f"{part.replace('_', ' ')} {seconds / results['links'] * 1e9:.1f}"
                                            for part, seconds in parts.items()) + " ns a link.",
                  ""]
    if results["decisions"]:
        lines += ["One decision, one thread, nanoseconds. Cedar interprets any policy; a compiled rule set "
                  "does not.", "", "| | median (min to max) |", "|---|---|"]
        lines += [f"| {name} | {statistics.median(times):,.0f} ({min(times):,.0f} to {max(times):,.0f}) |"
                  for name, times in results["decisions"].items()] + [""]
    names = " ".join(f"{key} {value}" for key, value in results["compared"].items())
    return "\n".join([*lines, f"All equal: {names}.", "",
                      f"![Nanoseconds a link]({size(results['links'])}.svg)", ""])


def draw(results, path):
    import matplotlib
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "ecflink"
    import matplotlib.pyplot as plt
    names = [name for name in NAMES if name in results["runs"]][::-1]
    if not names:
        return
    per_link = 1e9 / results["links"]
    middle = [median(results, name) * per_link for name in names]
    ends = [[abs(edge(run["seconds"] for run in counted(results["runs"][name])) * per_link - at)
             for name, at in zip(names, middle)] for edge in (min, max)]
    figure, axes = plt.subplots(figsize=(9, 1.2 + 0.38 * len(names)))
    colors = ["#9e9e9e" if name == "floor" else "#1b6ca8" if name.startswith("ecflink") else "#e0a458"
              for name in names]
    axes.barh([NAMES[name] + (" (from CSV)" if name in FROM_FILES else "") for name in names], middle,
              xerr=ends, color=colors, error_kw={"elinewidth": 1, "capsize": 2})
    axes.set_xscale("log")
    for at, (value, edge) in enumerate(zip(middle, ends[1])):
        axes.text((value + edge) * 1.06, at, f"{value:,.0f}", va="center", fontsize=8)
    axes.set_xlim(right=max(middle) * 2.5)
    axes.set_xlabel(f"nanoseconds a link, logarithmic; {results['links']:,} links, {results['threads']} "
                    "threads; median, least and most")
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
    figure.savefig(path.with_suffix(".png"), dpi=150)
    plt.close(figure)


def write(folder, results):
    """Writes SIZE.json, SIZE.svg and SIZE.png of this run, and README.md for all runs whose files exist."""
    folder.mkdir(parents=True, exist_ok=True)
    results |= {"machine": machine(), "at": time.strftime("%Y-%m-%d")}
    path = folder / size(results["links"])
    path.with_suffix(".json").write_text(json.dumps(results, indent=1) + "\n", encoding="ascii")
    draw(results, path)
    every = sorted((json.loads(file.read_text(encoding="ascii")) for file in folder.glob("*.json")),
                   key=lambda one: one["links"])
    text = "\n".join(["# Results of run.py", "", *map(markdown, every)])
    (folder / "README.md").write_text(text, encoding="ascii")
    print(text)
