"""how many objectives of a section are weak"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def _times(word: str) -> str:
    """How often a word is the first of an objective's list in the text of ``words``."""
    written = f'["{word}"'
    return f"(length(words) - length(replace(words, '{written}', ''))) / {len(written)}"


def upgrade() -> None:
    for name in ('judged', 'weak'):
        op.add_column('learner_sections', sa.Column(name, sa.Integer(), server_default='0', nullable=False))
    judged = ' + '.join(_times(word) for word in ('weak', 'growing', 'firm'))
    op.execute(f"UPDATE learner_sections SET judged = {judged}, weak = {_times('weak')}")


def downgrade() -> None:
    op.drop_column('learner_sections', 'weak')
    op.drop_column('learner_sections', 'judged')
