"""Sorts incoming mail by rules that users keep in a shared file."""

import ast
import csv
import email
import email.policy
import operator
import sys
from pathlib import Path

COMPARISONS = {
    ast.Gt: operator.gt,
    ast.Lt: operator.lt,
    ast.Eq: operator.eq,
    ast.In: lambda left, right: left in right,
}


class Rule:
    def __init__(self, condition, folder):
        self.condition = condition
        self.folder = folder

    def matches(self, names):
        tree = ast.parse(self.condition, mode="eval")
        return bool(evaluate(tree.body, names))


def evaluate(node, names):
    """The value of a plain comparison of names and constants."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.BoolOp):
        values = [evaluate(value, names) for value in node.values]
        return all(values) if isinstance(node.op, ast.And) else any(values)
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        compare = COMPARISONS[type(node.ops[0])]
        return compare(evaluate(node.left, names), evaluate(node.comparators[0], names))
    raise ValueError(ast.dump(node))


def load_rules(path):
    with open(path, newline="", encoding="utf-8") as file:
        return [Rule(row["condition"], row["folder"]) for row in csv.DictReader(file)]


def names_of(message):
    body = message.get_body(preferencelist=("plain",))
    return {
        "sender": str(message.get("From", "")),
        "subject": str(message.get("Subject", "")),
        "size": len(body.get_content()) if body else 0,
    }


def sort_mail(message, rules, default="inbox"):
    names = names_of(message)
    for rule in rules:
        try:
            if rule.matches(names):
                return rule.folder
        except (KeyError, ValueError, SyntaxError, TypeError) as error:
            print(f"rule for {rule.folder} passed over: {error}", file=sys.stderr)
    return default


def main():
    rules = load_rules("/srv/mail/shared/rules.csv")
    for path in sorted(Path("/srv/mail/new").glob("*.eml")):
        with path.open("rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        print(path.name, sort_mail(message, rules))


if __name__ == "__main__":
    main()
