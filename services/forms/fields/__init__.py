"""The kinds of question, one small unit each: parse, check, show, describe."""
