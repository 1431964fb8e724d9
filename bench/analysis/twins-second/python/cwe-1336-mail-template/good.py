from flask import Flask, request
from jinja2 import Environment, select_autoescape

app = Flask(__name__)
environment = Environment(autoescape=select_autoescape(default_for_string=True))
FOOTER = "\n--\nSent by {{ sender }}"


@app.post("/campaigns/preview")
def preview():
    greeting = request.form.get("greeting", "Hello")
    name = request.form.get("name", "reader")
    template = environment.from_string("{{ greeting }} {{ name }}," + FOOTER)
    return template.render(greeting=greeting, name=name, sender="The shop")
