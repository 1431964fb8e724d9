#include <algorithm>
#include <deque>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

struct Message {
    int priority = 0;
    std::string topic;
    std::string body;
};

// Keeps what arrived while the broker was away and hands it out in order.
class Backlog {
public:
    void load(std::istream &in) {
        std::string line;
        while (std::getline(in, line)) {
            std::istringstream fields(line);
            Message message;
            if (!(fields >> message.priority >> message.topic)) {
                ++skipped_;
                continue;
            }
            std::getline(fields >> std::ws, message.body);
            waiting_.push_back(std::move(message));
        }
        std::stable_sort(waiting_.begin(), waiting_.end(),
                         [](const Message &a, const Message &b) { return a.priority > b.priority; });
    }

    template <typename Send>
    std::size_t drain(Send send) {
        std::size_t sent = 0;
        while (!waiting_.empty()) {
            Message message = std::move(waiting_.front());
            waiting_.erase(waiting_.begin());
            if (!send(message)) {
                failed_.push_back(std::move(message));
                continue;
            }
            ++sent;
        }
        return sent;
    }

    std::size_t failed() const { return failed_.size(); }
    std::size_t skipped() const { return skipped_; }

private:
    std::vector<Message> waiting_;
    std::deque<Message> failed_;
    std::size_t skipped_ = 0;
};

class Statistics {
public:
    void count(const Message &message) { ++topics_[message.topic]; }

    void print(std::ostream &out) const {
        for (const auto &entry : topics_) {
            out << entry.first << ": " << entry.second << '\n';
        }
    }

private:
    std::map<std::string, int> topics_;
};

int main(int argc, char **argv) {
    if (argc != 2) {
        std::cerr << "usage: backlog file\n";
        return 64;
    }
    std::ifstream file(argv[1]);
    if (!file) {
        std::cerr << "cannot read " << argv[1] << '\n';
        return 66;
    }
    Backlog backlog;
    backlog.load(file);
    Statistics statistics;
    const std::size_t sent = backlog.drain([&statistics](const Message &message) {
        statistics.count(message);
        return !message.body.empty();
    });
    statistics.print(std::cout);
    std::cout << sent << " sent, " << backlog.failed() << " failed, " << backlog.skipped() << " skipped\n";
    return 0;
}
