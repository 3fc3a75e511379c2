"""The words of the law change on purpose only.

`told.txt` is what a legal officer read. When a sentence changes for a reason, write it anew with
`python -m tests.rules.law.test_words` and have the difference read.
"""

from pathlib import Path

from services.law import _planning_sentences, _sentences, _sentences_dates
from tests.rules.law.stories import told_words

TOLD = Path(__file__).with_name("told.txt")


def test_the_words_are_those_that_were_read() -> None:
    assert told_words() == TOLD.read_text("utf-8")


def test_every_sentence_is_told_in_a_story() -> None:
    """Each template, up to its first date, stands in the stories in both languages."""
    told = TOLD.read_text("utf-8")
    for module in (_planning_sentences, _sentences, _sentences_dates):
        for name, value in vars(module).items():
            pairs = value.values() if isinstance(value, dict) else [value]
            for pair in pairs if name.isupper() else []:
                for words in pair:
                    assert max(words.replace("}", "{").split("{")[::2], key=len) in told, name


if __name__ == "__main__":
    TOLD.write_text(told_words(), "utf-8")
