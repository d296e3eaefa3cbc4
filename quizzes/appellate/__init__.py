"""What becomes of a criminal case on appeal: facts → lawful decisions, each with its norms.

Two tables. :data:`PAPERS` follows a complaint or a prosecutor's petition from its author to the
sitting; :data:`ROWS` follows the case from what the court found to its decision. The first row
that fits decides. Where the letter of the law leaves more than one decision open the row names
them all, and nothing is asked of a learner there.

Norms are those of the Criminal Procedure Code (ҚПК) as it stands in November 2026. Sentences are
Kazakh, as the lessons are, and carry their citations as authors write them.
"""

from quizzes.appellate.decisions import (
    ACTS,
    DECISIONS,
    FOUND,
    GONE,
    SOUGHT,
    Act,
    Decision,
    DecisionText,
    Facts,
    Found,
    Row,
    Sought,
)
from quizzes.appellate.filers import FILERS, Document, Filer, Reach, Standing
from quizzes.appellate.papers import (
    FATES,
    PAPERS,
    Author,
    Fate,
    Form,
    Paper,
    PaperRule,
    Taken,
    TakenBackBy,
    Time,
    follow,
    may_withdraw,
)
from quizzes.appellate.rows import ROWS, decide, every_facts, why_not

__all__ = [
    "ACTS",
    "DECISIONS",
    "FATES",
    "FILERS",
    "FOUND",
    "GONE",
    "PAPERS",
    "ROWS",
    "SOUGHT",
    "Act",
    "Author",
    "Decision",
    "DecisionText",
    "Document",
    "Facts",
    "Fate",
    "Filer",
    "Form",
    "Found",
    "Paper",
    "PaperRule",
    "Reach",
    "Row",
    "Sought",
    "Standing",
    "Taken",
    "TakenBackBy",
    "Time",
    "decide",
    "every_facts",
    "follow",
    "may_withdraw",
    "why_not",
]
