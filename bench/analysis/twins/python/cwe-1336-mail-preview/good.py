from flask import Flask, render_template_string, request

app = Flask(__name__)

FRAME = "<html><body><h1>{{ subject }}</h1>%s</body></html>"
BODY = "<p>{{ text }}</p>"


@app.post("/campaigns/preview")
def preview():
    form = request.form
    page = FRAME % BODY
    return render_template_string(page, subject=form["subject"], text=form["text"])
