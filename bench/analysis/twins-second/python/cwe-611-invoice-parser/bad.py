from flask import Flask, jsonify, request
from lxml import etree

app = Flask(__name__)


def parser():
    return etree.XMLParser(resolve_entities=True, no_network=False, load_dtd=True)


def totals(document):
    return [float(node.text) for node in document.iterfind(".//total")]


@app.post("/invoices")
def invoices():
    document = etree.fromstring(request.get_data(), parser=parser())
    return jsonify(sum=sum(totals(document)))
