#!/usr/bin/env python3
"""ecflink convert: what people have, as the tables of a ledger; nothing is lost without a word."""
import datetime
import json
import os
import unittest
import zipfile

import support
from support import ProgramTest, run

try:
    import openpyxl
except ImportError:
    openpyxl = None

NAMES = ("--map", "PACER ID=central_id", "--map", "CM/ECF login=login")
EXPORT = os.path.join("examples", "export")
LINKS = "Court;CM/ECF login;PACER ID;Linked at\r\n"


class Convert(ProgramTest):
    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, text, encoding="utf-8"):
        with open(self.path(name), "wb") as file:
            file.write(text.encode(encoding))
        return self.path(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read().decode()

    def links(self, text, *more, status=0, name="links.csv", encoding="utf-8"):
        """The rows of a table of links, and what was said on standard error."""
        done = self.check(run("convert", self.write(name, text, encoding), "--as", "links", *NAMES, *more),
                          status)
        return done.stdout.decode().splitlines()[1:], done.stderr.decode()

    def spreadsheets(self):
        probe = run("convert", os.path.join(EXPORT, "court.xlsx"), *NAMES, "--out", self.path("probe"))
        if b"built without spreadsheets" in probe.stderr:
            self.skipTest("the program was built without spreadsheets")

    def test_an_export_becomes_a_verified_ledger_in_two_commands(self):
        for case, files in (("csv", [os.path.join(EXPORT, name + ".csv")
                                     for name in ("Central Accounts", "Court Accounts", "Links")]),
                            ("xlsx", [os.path.join(EXPORT, "court.xlsx")]),
                            ("ods", [os.path.join(EXPORT, "court.ods")])):
            if case != "csv":
                self.spreadsheets()
            self.check(run("convert", *files, *NAMES, "--dates", "us", "--out", self.path(case)), 0, "")
            done = run("verify", self.path(case), "--as-of", "2026-06-30T12:00:00Z", "--proofs-not-recorded",
                       "--format", "json")
            result = json.loads(self.check(done, 1, "").stdout)
            self.assertEqual(result["rows"], {"links": 3, "court-accounts": 3, "central-accounts": 3,
                                              "malformed": 0, "removed": 0}, case)
            self.assertEqual(result["verdicts"], {"allow": 2, "hold": 0, "refuse": 1}, case)
            for table in ("central_accounts.csv", "court_accounts.csv", "links.csv"):
                self.assertEqual(self.read(f"{case}/{table}"), self.read(f"csv/{table}"), (case, table))
        self.assertEqual(self.read("csv/links.csv").splitlines()[3],
                         "wiwb,hbray,0091427,2020-04-03T14:05:00Z,active,court")

    def test_delimiters_marks_and_empty_lines(self):
        wanted = ["wiwb,a,1,2020-04-02T19:30:00Z"]
        for text in ("Court,CM/ECF login,PACER ID,Linked at\nWIWB,a,1,2020-04-02 14:30\n\n\n",
                     "court\tcm/ecf LOGIN\tpacer_id\tlinked-at\nwiwb\ta\t1\t2020-04-02T14:30\n",
                     "\ufeffCourt|CM/ECF login|PACER ID|Linked at\r\nwiwb|a|1|2020-04-02 2:30 PM\r\n|||\r\n",
                     "sep=;\r\n" + LINKS + "wiwb; a ;1;2020-04-02 14:30:00\r\n"):
            self.assertEqual(self.links(text)[0], wanted, text)
        self.assertEqual(self.links(LINKS + "wiwb;a;1;2020-04-02 14:30\r\n", encoding="utf-16")[0], wanted)
        self.assertEqual(self.links("Court:CM/ECF login:PACER ID:Linked at\nwiwb:a:1:2020-04-02\n",
                                    "--delimiter", ":")[0], ["wiwb,a,1,2020-04-02T05:00:00Z"])

    def test_other_encodings_are_asked_for(self):
        text = "central_id,usage,status,name\n1,individual,active,Pe\u00f1a\n"
        file = self.write("central_accounts.csv", text, "windows-1252")
        self.assertIn("--encoding windows-1252", self.check(run("convert", file), 3).stderr.decode())
        done = self.check(run("convert", file, "--encoding", "windows-1252"), 0)
        self.assertEqual(done.stdout.decode(), text)

    def test_dates(self):
        def at(written, *more, status=0):
            return self.links(f"{LINKS}wiwb;a;1;{written}\r\n", *more, status=status)
        us = ("--dates", "us")
        for written, wanted in (("3/30/2020 8:00 AM", "2020-03-30T13:00:00Z"),
                                ("03/30/2020 20:00:30", "2020-03-31T01:00:30Z"),
                                ("03/30/2020 08:00 CDT", "2020-03-30T13:00:00Z"),
                                ("03/30/2020 13:00 UTC", "2020-03-30T13:00:00Z"),
                                ("2020-03-30T08:00:00-05:00", "2020-03-30T08:00:00-05:00"),
                                ("March 30, 2020 8:00 AM", "2020-03-30T13:00:00Z"),
                                ("30-Mar-2020 08:00", "2020-03-30T13:00:00Z")):
            self.assertEqual(at(written, *us)[0], [f"wiwb,a,1,{wanted}"], written)
        self.assertEqual(at("30/03/2020 08:00", "--dates", "day-first")[0], ["wiwb,a,1,2020-03-30T13:00:00Z"])
        self.assertEqual(at("3/30/2020 8:00 AM", *us, "--zone", "America/New_York")[0],
                         ["wiwb,a,1,2020-03-30T12:00:00Z"])
        for written, more, why in (("03/30/2020", (), "--dates us"),
                                   ("30/03/2020", us, "not a time"),
                                   ("02/30/2020", us, "not a time"),
                                   ("03/30/20", us, "two digits"),
                                   ("soon", us, "not a time"),
                                   ("03/08/2020 2:30 AM", us, "clocks in America/Chicago skipped this hour"),
                                   ("11/01/2020 1:30 AM", us, "showed this time twice"),
                                   ("03/30/2020 08:00 EDT", us, "showed CDT then, not EDT")):
            rows, said = at(written, *more, status=3)
            self.assertEqual(rows, [], written)
            self.assertIn(why, said, written)
            self.assertIn("links.csv:2:", said)
            self.assertIn("nothing was written", said)

    def test_a_date_alone_is_told(self):
        self.assertIn("dates alone, each taken for 00:00 of its day: 1",
                      self.links(LINKS + "wiwb;a;1;2020-03-30\r\n")[1])

    def test_words(self):
        text = "Court,Login,Role,Status,Link Locked\nwiwb,a,Pro Hac_Vice,T,Yes\n"
        file = self.write("court_accounts.csv", text)
        said = self.check(run("convert", file), 3).stderr.decode()
        self.assertIn("not a word of this column; found T", said)
        self.assertIn("--replace", said)
        done = self.check(run("convert", file, "--replace", "status:t=terminated"), 0)
        self.assertEqual(done.stdout.decode().splitlines()[1], "wiwb,a,pro-hac-vice,terminated,true")

    def test_columns_that_are_missing_or_mapped_wrongly(self):
        file = self.write("links.csv", "login,PACER ID,linked_at\na,1,2020-04-02T14:30:00Z\n")
        said = self.check(run("convert", file, "--map", "PACER ID=central_id"), 3).stderr.decode()
        self.assertIn("needs court", said)
        self.assertIn("--fill court=TEXT", said)
        done = self.check(run("convert", file, "--map", "PACER ID=central_id", "--fill", "court=wiwb"), 0)
        self.assertEqual(done.stdout.decode(),
                         "court,login,central_id,linked_at\nwiwb,a,1,2020-04-02T14:30:00Z\n")
        self.check_wrong_usage(run("convert", file, "--map", "PACER=central_id", "--fill", "court=wiwb",
                                   "--fill", "central_id=1"), "convert",
                               '--map "PACER=central_id": no column is called "PACER", or its table has no '
                               "column central_id; there are: login, linked_at, PACER ID")
        self.check_wrong_usage(run("convert", file, "--map", "PACER ID=centralid"), "convert",
                               '--map: no table has a column "centralid"; did you mean "central_id"?; '
                               "`ecflink convert --template` lists them")
        twice = self.write("links.csv", "court,login,Login ,central_id,linked_at\na,b,c,1,2020-04-02\n")
        self.assertIn("two columns are taken for login", self.check(run("convert", twice), 3).stderr.decode())

    def test_no_row_is_lost(self):
        rows = ["wiwb;a;1;2020-04-02 14:30", "wiwb;b;2;never", "wiwb;;3;2020-04-02 14:30", "wiwb;d;4",
                "wiwb;e;5;2020-04-02 14:30;x", "wiwb;f;6;2020-04-02 14:30"]
        text = LINKS + "".join(row + "\r\n" for row in rows)
        self.assertEqual(self.links(text, status=3)[0], [])
        out, rest = self.path("out.csv"), self.path("rest.csv")
        said = self.links(text, "--out", out, "--rest", rest, status=1)[1]
        self.assertEqual([line.split(",")[1] for line in self.read("out.csv").splitlines()[1:]], ["a", "f"])
        self.assertEqual(self.read("rest.csv").splitlines(),
                         ["Court,CM/ECF login,PACER ID,Linked at", "wiwb,b,2,never",
                          "wiwb,,3,2020-04-02 14:30",
                          "wiwb,d,4,", "wiwb,e,5,2020-04-02 14:30,x"])
        self.assertIn("4 of 6 rows cannot be read", said)
        self.assertIn("4 rows as they stood", said)

    def test_the_list_is_bounded_and_the_count_is_not(self):
        text = LINKS + "wiwb;a;1;never\r\n" * 500
        said = self.links(text, status=3)[1]
        self.assertEqual(said.count("not a time"), 10)
        self.assertIn("500 of 500 rows", said)
        self.assertIn("490 more such places", said)

    def test_nothing_is_written_where_something_is_wrong(self):
        out = self.write("out.csv", "as it was\n")
        self.links(LINKS + "wiwb;a;1;never\r\n", "--out", out, status=3)
        self.assertEqual(self.read("out.csv"), "as it was\n")
        broken = self.write("links.csv", 'court,login,central_id,linked_at\nwiwb,"a,1,2020-04-02\n')
        self.assertIn("never closed", self.check(run("convert", broken, "--out", out), 3).stderr.decode())
        self.check(run("convert", broken, "--out", broken), 2)
        self.assertEqual(self.read("out.csv"), "as it was\n")

    def test_templates(self):
        self.assertEqual(self.check(run("convert", "--template", "--as", "roster"), 0, "").stdout,
                         b"court,login,central_id\n")
        self.check(run("convert", "--template", "--out", self.path("new")), 0)
        self.assertEqual(sorted(os.listdir(self.path("new"))),
                         ["central_accounts.csv", "court_accounts.csv", "links.csv", "registrations.csv",
                          "roster.csv", "tombstones.csv"])
        self.check(run("verify", self.path("new")), 0)
        self.check(run("convert", "--template", "--out", self.path("new")), 3)

    def test_what_is_no_table(self):
        self.check(run("convert", self.write("nul.csv", "court\0"), "--as", "links"), 3)
        with open(self.path("old.xls"), "wb") as file:
            file.write(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        self.assertIn("old form .xls", self.check(run("convert", self.path("old.xls")), 3).stderr.decode())
        self.check(run("convert", self.path("none.csv"), "--as", "links"), 3)
        self.assertIn("--as TABLE", self.check(run("convert", self.write("x.csv", LINKS)), 3).stderr.decode())
        self.check(run("convert"), 2)


@unittest.skipIf(openpyxl is None, "openpyxl is not installed")
class Spreadsheets(ProgramTest):
    def path(self, name):
        return os.path.join(self.folder, name)

    def book(self, rows, title="links", **formats):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        for place, code in formats.items():
            sheet[place].number_format = code
        path = self.path("book.xlsx")
        book.save(path)
        return path

    def rows_of(self, *arguments, status=0):
        done = run("convert", *arguments)
        if b"built without spreadsheets" in done.stderr:
            self.skipTest("the program was built without spreadsheets")
        return self.check(done, status).stdout.decode().splitlines()[1:], done.stderr.decode()

    def test_cells(self):
        header = ["court", "login", "central_id", "linked_at", "state"]
        when = datetime.datetime(2020, 3, 30, 8, 0, 30)
        book = self.book([header, ["WIWB", "a", 91427, when, "Active"], [None] * 5,
                          ["wiwb", "b", "0091427", "2020-03-30 08:00", None]], C2="0000000")
        self.assertEqual(self.rows_of(book)[0], ["wiwb,a,0091427,2020-03-30T13:00:30Z,active",
                                                 "wiwb,b,0091427,2020-03-30T13:00:00Z,"])

    def test_what_cannot_be_read_is_told_by_sheet_and_cell(self):
        header = ["court", "login", "central_id", "linked_at"]
        book = self.book([header, ["wiwb", "=A1", 1, "never"], ["wiwb", "b", 2.5, "#N/A"]])
        said = self.rows_of(book, status=3)[1]
        for place in ("book.xlsx:links!B2", "book.xlsx:links!D2", "book.xlsx:links!D3"):
            self.assertIn(place, said)

    def test_sheets_are_told_apart(self):
        book = openpyxl.load_workbook(self.book([["court", "login"], ["wiwb", "a"]], title="roster"))
        book.create_sheet("More").append(["x"])
        book.save(self.path("book.xlsx"))
        said = self.rows_of(self.path("book.xlsx"), "--out", self.path("out"), status=3)[1]
        self.assertIn('--as "More=TABLE"', said)
        self.assertEqual(self.rows_of(self.path("book.xlsx"), "--sheet", "roster")[0], ["wiwb,a"])
        self.assertIn("there are: roster, More",
                      self.rows_of(self.path("book.xlsx"), "--sheet", "Rooster", status=3)[1])

    def test_the_epoch_of_1904(self):
        book = openpyxl.Workbook()
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        book.active.title = "links"
        book.active.append(["court", "login", "central_id", "linked_at"])
        book.active.append(["wiwb", "a", "1", datetime.datetime(2020, 3, 30, 8, 0)])
        book.save(self.path("mac.xlsx"))
        self.assertEqual(self.rows_of(self.path("mac.xlsx"))[0], ["wiwb,a,1,2020-03-30T13:00:00Z"])

    def test_damaged_files(self):
        with open(self.book([["court"], ["x"]]), "rb") as file:
            whole = file.read()
        for cut in range(8, len(whole), 211):
            with open(self.path("cut.xlsx"), "wb") as file:
                file.write(whole[:cut])
            done = run("convert", self.path("cut.xlsx"), "--as", "links")
            self.assertEqual((done.returncode, done.stdout), (3, b""), cut)

    def test_rows_and_cells_that_ods_repeats(self):
        content = ('<?xml version="1.0"?><office:document-content xmlns:office="o" '
                   'xmlns:table="t" xmlns:text="x">'
                   '<office:body><office:spreadsheet><table:table table:name="roster">'
                   '<table:table-row><table:table-cell><text:p>court</text:p></table:table-cell>'
                   '<table:table-cell><text:p>login</text:p></table:table-cell>'
                   '<table:table-cell><text:p>central_id</text:p></table:table-cell></table:table-row>'
                   '<table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>wiwb</text:p>'
                   '</table:table-cell><table:table-cell table:number-columns-repeated="2">'
                   '<office:annotation><text:p>a remark</text:p></office:annotation><text:p>a&amp;b</text:p>'
                   '</table:table-cell></table:table-row>'
                   '<table:table-row table:number-rows-repeated="900000">'
                   '<table:table-cell/></table:table-row></table:table></office:spreadsheet></office:body>'
                   '</office:document-content>')
        with zipfile.ZipFile(self.path("r.ods"), "w") as file:
            file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            file.writestr("content.xml", content)
        self.assertEqual(self.rows_of(self.path("r.ods"))[0], ["wiwb,a&b,a&b"] * 2)


if __name__ == "__main__":
    support.main()[1]()
