"""Forty names that want to run somewhere: in a page, an attribute, a template, a letter's head, a calendar, a spreadsheet, a database."""

PAYLOADS = [
    "<script>alert(1)</script>", "</title><script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "\" autofocus onfocus=\"alert(1)",
    "</textarea><svg onload=alert(1)>", "<svg/onload=alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">", "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)//", "<!--><script>alert(1)//-->", "]]><script>alert(1)</script>", "<style>*{background:url(//example.net)}</style>", "<base href=//example.net/>",
    "<meta http-equiv=refresh content=0;//example.net>", "<form action=//example.net><input name=x>", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\u003cscript\\u003e", "{{ 7*7 }}", "{% include 'base.html' %}", "{% load i18n %}{{ settings.SECRET_KEY }}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "%(name)s %s %n",
    "=HYPERLINK(\"//example.net\";\"x\")", "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", ";=1+1", ",\"=1+1\"", "Vera\r\nBcc: sam@example.net",
    "Vera\nEND:VEVENT\nBEGIN:VALARM", "Vera;LANGUAGE=x:,y\\n", "'; DROP TABLE people_person; --", "\u202e\u2066Vera\u2069 <b>",
]  # fmt: skip
