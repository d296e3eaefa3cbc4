"""Who may ask for what: every route of the application, by area.

``audience``: anyone; account (someone signed in); student (to whom it is given, or whose it is);
teacher (on the staff of some cohort); staff (instructor or assistant of the cohort); instructor;
lead (instructor of the whole cohort).
"""

ROWS: list[tuple[str, str, str]] = []

# reading, practising, accounts
ROWS += [
    ("GET", "/", "anyone"),
    ("GET", "/api/v1/openapi.json", "anyone"),
    ("GET", "/glossary", "anyone"),
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
    ("GET", "/groups", "teacher"),
    ("GET", "/groups/{group_id}", "instructor"),
    ("GET", "/groups/{group_id}/reset", "anyone"),  # leads back to the group, no more
    ("POST", "/groups/{group_id}/reset", "instructor"),
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

# the bank, own items, assessments
ROWS += [
    ("GET", "/teach/cohorts/{cohort_id}/bank", "staff"),
    ("GET", "/teach/cohorts/{cohort_id}/bank/{item_id}", "staff"),
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
