"""Who may ask for what: every route of the application, by area.

``audience``: anyone; account (someone signed in); student (to whom it is given, or whose it is);
teacher (on the staff of some cohort); any-instructor (of some cohort); staff (instructor or
assistant of the cohort); instructor; lead (instructor of the whole cohort); token (a program with
a key of the cohort, whoever may be signed in).
"""

ROWS: list[tuple[str, str, str]] = []

# reading, practising, accounts
ROWS += [
    ("GET", "/", "anyone"),
    ("GET", "/api/v1/openapi.json", "anyone"),
    ("GET", "/calculator", "anyone"),
    ("GET", "/appeal-map", "anyone"),
    ("GET", "/figures", "anyone"),
    ("GET", "/glossary", "anyone"),
    ("GET", "/mastery", "anyone"),
    ("GET", "/glossary/{slug}", "anyone"),
    ("GET", "/help", "anyone"),
    ("GET", "/lessons/{lesson_id}", "anyone"),
    ("GET", "/lessons/{lesson_id}/items/{item_id}", "anyone"),
    ("GET", "/lessons/{lesson_id}/progress", "anyone"),
    ("GET", "/norms", "anyone"),
    ("GET", "/norms/{act}", "anyone"),
    ("GET", "/norms/{act}/{article}", "anyone"),
    ("GET", "/privacy", "anyone"),
    ("GET", "/search", "anyone"),
    ("GET", "/settings", "anyone"),
    ("GET", "/sign-in", "anyone"),
    ("GET", "/sign-up", "anyone"),
    ("GET", "/static/{path:path}", "anyone"),
    ("POST", "/lessons/{lesson_id}/finished", "anyone"),
    ("POST", "/lessons/{lesson_id}/items/{item_id}", "anyone"),
    ("POST", "/lessons/{lesson_id}/items/{item_id}/draft", "anyone"),
    ("PUT", "/lessons/{lesson_id}/items/{item_id}/draft", "anyone"),
    ("POST", "/lessons/{lesson_id}/opened", "anyone"),
    ("POST", "/settings", "anyone"),
    ("POST", "/sign-in", "anyone"),
    ("POST", "/sign-out", "anyone"),
    ("POST", "/sign-out-everywhere", "anyone"),
    ("POST", "/sign-up", "anyone"),
    ("GET", "/account", "account"),
    ("GET", "/groups", "account"),  # leads to /teach
    ("GET", "/groups/{group_id}", "staff"),
    ("GET", "/groups/{group_id}/reset", "anyone"),  # leads back to the group, no more
    ("POST", "/groups/{group_id}/reset", "instructor"),
]

# people: cohorts, groups, members, staff, rosters
ROWS += [
    ("POST", "/account/leave", "account"),
    ("GET", "/teach", "teacher"),
    ("GET", "/teach/cohorts/new", "any-instructor"),
    ("POST", "/teach/cohorts/new", "any-instructor"),
    ("GET", "/teach/cohorts/{cohort_id}", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/edit", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/edit", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/archive", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/archive", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/bring-back", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/copy", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/copy", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/groups", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/groups", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/groups/{group_id}", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/groups/{group_id}", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/groups/{group_id}/code", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/groups/{group_id}/archive", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/people", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/self-study", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/move", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/move", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/take-out", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/reset", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/reset", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/staff", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/staff", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/staff/{user_id}/remove", "lead"),
    ("GET", "/teach/cohorts/{cohort_id}/roster", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/roster", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/roster/{import_id}", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/roster/{import_id}/groups", "lead"),
    ("POST", "/teach/cohorts/{cohort_id}/roster/{import_id}/apply", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/roster/{import_id}/links", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/roster/{import_id}/links", "instructor"),
]

# links with a secret in them: whoever holds one may use it
ROWS += [
    ("GET", "/join/{code}", "anyone"),
    ("POST", "/join/{code}", "anyone"),
    ("GET", "/reset/{token}", "anyone"),
    ("POST", "/reset/{token}", "anyone"),
    ("GET", "/welcome/{token}", "anyone"),
    ("POST", "/welcome/{token}", "anyone"),
]

# the API: one's own work, and the course without keys
ROWS += [
    ("GET", "/api/v1/course", "anyone"),
    ("GET", "/api/v1/items/{item_id}", "anyone"),
    ("GET", "/api/v1/lessons/{lesson_id}", "anyone"),
    ("GET", "/api/v1/lessons/{lesson_id}/sitting", "anyone"),
    ("GET", "/api/v1/me", "anyone"),
    ("GET", "/api/v1/me/attempts/{lesson_id}", "anyone"),
    ("GET", "/api/v1/me/progress", "anyone"),
    ("POST", "/api/v1/items/{item_id}/attempts", "anyone"),
    ("POST", "/api/v1/sittings/{sitting_id}/items/{item_id}/attempts", "anyone"),
]

# gradebook, results, corrections, paper
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/gradebook", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/gradebook.csv", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/gradebook.xlsx", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/export", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/export/everything.xlsx", "staff"),
    *(
        ("GET", f"/teach/cohorts/{{cohort_id}}/export/{name}.{ending}", "staff")
        for name in (
            "members",
            "answers",
            "accommodations",
            "extensions",
            "corrections",
            "marks",
        )
        for ending in ("csv", "xlsx")
    ),
    ("GET", "/teach/assignments/{assignment_id}/results", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/results.csv", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/results.xlsx", "staff"),
    ("GET", "/teach/sittings/{sitting_id}", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/corrections", "instructor"),
    ("GET", "/teach/assignments/{assignment_id}/corrections/{item_id}", "instructor"),
    ("POST", "/teach/assignments/{assignment_id}/corrections/{item_id}", "instructor"),
    ("GET", "/teach/assessments/{assessment_id}/paper", "instructor"),
    ("GET", "/teach/assessments/{assessment_id}/paper.pdf", "instructor"),
]

# sitting an assignment: for whom it is given to, and whose sitting it is
ROWS += [
    ("GET", "/assignments/{assignment_id}", "student"),
    ("POST", "/assignments/{assignment_id}/start", "student"),
    ("GET", "/sittings/{sitting_id}", "student"),
    ("GET", "/sittings/{sitting_id}/door", "student"),
    ("POST", "/sittings/{sitting_id}/door", "student"),
    ("GET", "/sittings/{sitting_id}/finish", "student"),
    ("POST", "/sittings/{sitting_id}/finish", "student"),
    ("PUT", "/sittings/{sitting_id}/items/{item_id}/draft", "student"),
    ("POST", "/sittings/{sitting_id}/items/{item_id}/draft", "student"),
    ("GET", "/sittings/{sitting_id}/receipt", "student"),
    ("GET", "/sittings/{sitting_id}/result", "student"),
    ("GET", "/sittings/{sitting_id}/state", "student"),
    ("GET", "/sittings/{sitting_id}/{position}", "student"),
    ("POST", "/sittings/{sitting_id}/{position}", "student"),
]

# assignments before their staff; dates and rules are changed by who has everyone they hold for
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/assignments/new", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/assignments/new", "instructor"),
    ("GET", "/teach/assignments/{assignment_id}", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/live", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/analysis", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/analysis/{item_id}", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/edit", "lead"),
    ("POST", "/teach/assignments/{assignment_id}/edit", "lead"),
    ("POST", "/teach/assignments/{assignment_id}/withdraw", "lead"),
    ("POST", "/teach/assignments/{assignment_id}/again", "lead"),
    ("GET", "/teach/assignments/{assignment_id}/sittings/{sitting_id}", "instructor"),
    ("POST", "/teach/assignments/{assignment_id}/sittings/{sitting_id}/close", "instructor"),
    ("POST", "/teach/assignments/{assignment_id}/sittings/{sitting_id}/reopen", "instructor"),
    ("GET", "/teach/assignments/{assignment_id}/extensions", "staff"),
    ("POST", "/teach/assignments/{assignment_id}/extensions", "instructor"),
    ("POST", "/teach/assignments/{assignment_id}/extensions/revoke", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/accommodation", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/accommodation", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/calendar", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/calendar", "instructor"),
]

# one's own list, notices and calendar
ROWS += [
    ("GET", "/assignments", "account"),
    ("GET", "/calendar", "account"),
    ("POST", "/calendar", "account"),
    ("GET", "/notices", "account"),
    ("POST", "/notices", "account"),
    ("GET", "/notices/{notice_id}", "account"),
    ("GET", "/calendar/{token}.ics", "anyone"),
]

# marking, second looks, reports
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/marking", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/marking/practice/{item_id}", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/marking/practice/{item_id}", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/marking", "staff"),
    ("GET", "/teach/assignments/{assignment_id}/marking/{item_id}", "staff"),
    ("POST", "/teach/assignments/{assignment_id}/marking/{item_id}", "staff"),
    ("GET", "/attempts/{attempt_id}/review", "student"),
    ("POST", "/attempts/{attempt_id}/review", "student"),
    ("GET", "/teach/cohorts/{cohort_id}/reviews", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/reviews/{request_id}", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/reviews/{request_id}", "instructor"),
    ("GET", "/items/{item_id}/report", "anyone"),
    ("POST", "/items/{item_id}/report", "anyone"),
    ("GET", "/reports", "anyone"),
    ("GET", "/teach/cohorts/{cohort_id}/reports", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/reports.csv", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/reports.json", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/reports/{item_id}", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/reports/{item_id}", "instructor"),
]

# the bank, own items, assessments
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/bank", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/bank/analysis", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/bank/{item_id}", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/bank/{item_id}/analysis", "instructor"),
    # leads back to the item, no more
    ("GET", "/teach/cohorts/{cohort_id}/bank/{item_id}/exclude", "anyone"),
    ("POST", "/teach/cohorts/{cohort_id}/bank/{item_id}/exclude", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/bank/{item_id}/include", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/items/new", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/items/new", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/items/{own_id}", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/items/{own_id}", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/items/{own_id}/retire", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/items/{own_id}/restore", "instructor"),
    ("GET", "/teach/cohorts/{cohort_id}/assessments", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/assessments/new", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/assessments/new", "instructor"),
    ("GET", "/teach/assessments/{assessment_id}", "staff"),
    ("POST", "/teach/assessments/{assessment_id}", "instructor"),
    ("POST", "/teach/assessments/{assessment_id}/add", "instructor"),
    ("POST", "/teach/assessments/{assessment_id}/archive", "instructor"),
    ("POST", "/teach/assessments/{assessment_id}/copy", "instructor"),
    ("POST", "/teach/assessments/{assessment_id}/counts", "instructor"),
    ("GET", "/teach/assessments/{assessment_id}/preview", "staff"),
    ("POST", "/teach/assessments/{assessment_id}/preview", "staff"),
    ("POST", "/teach/assessments/{assessment_id}/restore", "instructor"),
]

# taking along; one's own data
ROWS += [
    ("GET", "/account/data.zip", "account"),
    ("GET", "/account/erase", "account"),
    ("POST", "/account/erase", "account"),
    ("GET", "/account/kept", "account"),
    ("GET", "/take", "anyone"),
    ("GET", "/take/cards.apkg", "anyone"),
    ("GET", "/take/cards.pdf", "anyone"),
]

# «Today» and the study plan
ROWS += [
    ("GET", "/today", "anyone"),
    ("GET", "/today/start", "anyone"),  # leads back to the page
    ("POST", "/today/start", "account"),
    ("GET", "/today/again", "anyone"),  # leads back to the page
    ("POST", "/today/again", "account"),
    ("GET", "/today/plan", "account"),
    ("POST", "/today/plan", "account"),
]

# the course without a network
ROWS += [
    ("GET", "/manifest.webmanifest", "anyone"),
    ("GET", "/offline", "anyone"),
    ("GET", "/offline/cards", "anyone"),
    ("GET", "/offline/lost", "anyone"),
    ("GET", "/sw.js", "anyone"),
    ("POST", "/offline/answers", "anyone"),
]

# practice: sets, mistakes, mock exams
ROWS += [
    ("GET", "/practice", "anyone"),
    ("GET", "/practice/new", "account"),
    ("POST", "/practice/new", "account"),
    ("GET", "/practice/new/counts", "account"),
    ("GET", "/practice/mistakes", "account"),
    ("POST", "/practice/mistakes", "account"),
    ("GET", "/practice/exams", "account"),
    ("GET", "/practice/exams/{exam_id}", "account"),
    ("POST", "/practice/exams/{exam_id}/start", "account"),
    ("GET", "/practice/{sitting_id}/review", "student"),
    ("POST", "/practice/from/{sitting_id}", "student"),
]

# the group at a glance
ROWS += [
    ("GET", "/groups/{group_id}/sections/{section}", "staff"),
    ("GET", "/groups/{group_id}/feed", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/help-rules", "staff"),
    ("POST", "/teach/cohorts/{cohort_id}/help-rules", "lead"),
]

# keys, and the API for the faculty's programs
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/api", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/api", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/api/{token_id}/revoke", "instructor"),
    ("GET", "/api/v1/teaching/token", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}/members", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}/members/{user_id}/answers", "token"),
    ("GET", "/api/v1/teaching/groups/{group_id}/glance", "token"),
    ("GET", "/api/v1/teaching/groups/{group_id}/needs-help", "token"),
    ("GET", "/api/v1/teaching/groups/{group_id}/explain", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}/assignments", "token"),
    ("GET", "/api/v1/teaching/assignments/{assignment_id}/results", "token"),
    ("GET", "/api/v1/teaching/assignments/{assignment_id}/analysis", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}/bank", "token"),
    ("GET", "/api/v1/teaching/cohorts/{cohort_id}/bank/{item_id}", "token"),
]

# what to explain again
ROWS += [
    ("GET", "/groups/{group_id}/explain", "staff"),
    ("GET", "/groups/{group_id}/explain/{kind}/{name}", "staff"),
    ("GET", "/groups/{group_id}/explain/{kind}/{name}/items/{item_id}", "staff"),
    ("GET", "/groups/{group_id}/explain/{kind}/{name}/set", "anyone"),  # leads back, no more
    ("POST", "/groups/{group_id}/explain/{kind}/{name}/set", "instructor"),
]

# one student before those who teach them; one's own progress
ROWS += [
    ("GET", "/progress", "account"),
    ("GET", "/my-data/looks", "account"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/progress", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/answers", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/answers/{attempt_id}", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/people/{user_id}/notes", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/notes", "instructor"),
    ("POST", "/teach/cohorts/{cohort_id}/people/{user_id}/notes/{note_id}/remove", "instructor"),
]


# files of the dashboards, the monthly report
ROWS += [
    ("GET", "/groups/{group_id}/report", "instructor"),
    ("GET", "/groups/{group_id}/report.pdf", "instructor"),
    *(
        ("GET", f"{path}.{ending}", "instructor")
        for path in (
            *(
                f"/groups/{{group_id}}/export/{name}"
                for name in ("sections", "objectives", "explain", "help")
            ),
            "/teach/assignments/{assignment_id}/analysis",
            "/teach/assignments/{assignment_id}/choices",
            "/teach/cohorts/{cohort_id}/bank/analysis",
            "/teach/cohorts/{cohort_id}/people/{user_id}/answers",
        )
        for ending in ("csv", "xlsx")
    ),
]
