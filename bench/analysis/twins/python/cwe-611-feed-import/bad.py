from lxml import etree
from flask import Flask, jsonify, request

app = Flask(__name__)


class FeedReader:
    def __init__(self):
        self.parser = etree.XMLParser(resolve_entities=True, no_network=False, load_dtd=True)

    def titles(self, payload):
        root = etree.fromstring(payload, parser=self.parser)
        return [node.text for node in root.iterfind(".//item/title")]


reader = FeedReader()


@app.post("/feeds/preview")
def preview():
    return jsonify(titles=reader.titles(request.data))
