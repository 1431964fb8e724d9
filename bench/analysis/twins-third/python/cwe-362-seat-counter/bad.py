import socketserver
import threading


class Hall:
    def __init__(self, seats):
        self.seats = seats
        self.taken = 0
        self.guests = []
        self.lock = threading.Lock()

    def reserve(self, guest, count):
        if self.taken + count > self.seats:
            return False
        with self.lock:
            self.guests.append((guest, count))
        self.taken += count
        return True

    def free(self):
        with self.lock:
            return self.seats - self.taken


class Handler(socketserver.StreamRequestHandler):
    hall = Hall(400)

    def handle(self):
        for line in self.rfile:
            words = line.decode("utf-8", "replace").split()
            if len(words) == 2 and words[1].isdigit() and 0 < int(words[1]) <= 10:
                done = self.hall.reserve(words[0], int(words[1]))
                self.wfile.write(b"reserved\n" if done else b"full\n")
            elif words == ["free"]:
                self.wfile.write(b"%d\n" % self.hall.free())
            else:
                self.wfile.write(b"?\n")


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 7001), Handler) as server:
        server.serve_forever()
