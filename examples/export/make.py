#!/usr/bin/env python3
"""Makes the files of this folder, as a court's office may hold and export its accounts.

Needs openpyxl and odfpy (Debian: python3-openpyxl, python3-odf).

    make.py FOLDER
"""
import datetime
import pathlib
import sys

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

TIME = datetime.datetime

SHEETS = {
    "Central Accounts": [
        ("PACER ID", "Usage", "Status", "Generation", "Created", "MFA", "Registration", "Name", "Balance"),
        (1000001, "Individual", "Active", "Upgraded", TIME(2015, 3, 2), "Enrolled", "Attorney Filer",
         "Arthur Sample", 0),
        (1000002, "Individual", "Active", "Upgraded", TIME(2016, 7, 21), "Enrolled", "Attorney Filer",
         "Nora Quist", 12.5),
        ("0091427", "Shared", "On Hold", "Legacy", TIME(2009, 1, 5), "Not enrolled", None,
         "Holt & Bray LLP", 0),
    ],
    "Court Accounts": [
        ("Court", "CM/ECF login", "Role", "Status", "Opened", "Name", "Link locked"),
        ("WIWD", "asample", "Attorney", "Active", TIME(2012, 5, 14), "Arthur Sample", False),
        ("WIWB", "nquist", "Attorney", "Fee_Locked", TIME(2018, 2, 1), "Nora Quist", False),
        ("WIWB", "hbray", "Filing Agent", "Active", TIME(2019, 11, 18), "H. Bray", True),
    ],
    "Links": [
        ("Court", "CM/ECF login", "PACER ID", "Linked at", "State", "Made by", "Remarks"),
        ("WIWD", "asample", 1000001, TIME(2022, 4, 25, 8, 15), "Active", "Filer", None),
        ("WIWB", "nquist", 1000002, TIME(2020, 4, 2, 14, 30), "Active", "Filer", "by phone; called back"),
        ("WIWB", "hbray", "0091427", TIME(2020, 4, 3, 9, 5), "Active", "Court", None),
    ],
}


def us_date(value):
    if value.hour == value.minute == 0:
        return f"{value.month}/{value.day}/{value.year}"
    return f"{value.month:02}/{value.day:02}/{value.year} {value.strftime('%I:%M %p').lstrip('0')}"


def write_xlsx(path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                if isinstance(cell.value, datetime.datetime):
                    is_day = " " not in us_date(cell.value)
                    cell.number_format = "mm/dd/yyyy" if is_day else "mm/dd/yyyy h:mm"
        sheet.append([None] * len(rows[0]))
    book.create_sheet("Notes for us")
    book.save(path)


def ods_cell(value):
    kinds = {}
    if isinstance(value, bool):
        kinds = {"valuetype": "boolean", "booleanvalue": str(value).lower()}
    elif isinstance(value, (int, float)):
        kinds = {"valuetype": "float", "value": value}
    elif isinstance(value, datetime.datetime):
        kinds = {"valuetype": "date", "datevalue": value.isoformat()}
    elif value is not None:
        kinds = {"valuetype": "string"}
    cell = TableCell(**kinds)
    if value is not None:
        cell.addElement(P(text=us_date(value) if isinstance(value, datetime.datetime) else str(value)))
    return cell


def write_ods(path):
    book = OpenDocumentSpreadsheet()
    for name, rows in SHEETS.items():
        table = Table(name=name)
        book.spreadsheet.addElement(table)
        for row in rows:
            line = TableRow()
            table.addElement(line)
            for value in row:
                line.addElement(ods_cell(value))
        table.addElement(TableRow(numberrowsrepeated=1000))
    book.save(path)


def csv_text(value):
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        return us_date(value)
    text = str(value)
    return f'"{text}"' if ";" in text else text


def write_csv(path, rows):
    lines = [";".join(map(csv_text, row)) for row in rows] + [";" * (len(rows[0]) - 1), "", ""]
    path.write_bytes("\ufeff".encode() + "".join(line + "\r\n" for line in lines).encode())


def main():
    folder = pathlib.Path(sys.argv[1])
    write_xlsx(folder / "court.xlsx")
    write_ods(folder / "court.ods")
    for name, rows in SHEETS.items():
        write_csv(folder / f"{name}.csv", rows)


if __name__ == "__main__":
    main()
