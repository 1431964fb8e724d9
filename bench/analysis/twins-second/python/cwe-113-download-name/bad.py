import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlparse


def safe_name(raw):
    return raw.replace('"', "")


class Download(BaseHTTPRequestHandler):
    def do_GET(self):
        query = parse_qs(urlparse(self.path).query)
        name = safe_name(query.get("as", ["export.csv"])[0])
        self.send_response(200)
        self.send_header("Content-Disposition", "attachment; filename=" + name)
        self.end_headers()
        self.wfile.write(b"id,total\n1,20\n")


if __name__ == "__main__":
    HTTPServer(("127.0.0.1", 8080), Download).serve_forever()
