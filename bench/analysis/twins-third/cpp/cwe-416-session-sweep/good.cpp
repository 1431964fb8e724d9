#include <chrono>
#include <cstdint>
#include <functional>
#include <iostream>
#include <string>
#include <unordered_map>
#include <utility>

using Clock = std::chrono::steady_clock;

struct Session {
    std::string user;
    std::string address;
    Clock::time_point seen;
    std::uint64_t requests = 0;
};

class SessionTable {
public:
    using Listener = std::function<void(const std::string &user, const std::string &reason)>;

    explicit SessionTable(Listener closed) : closed_(std::move(closed)) {}

    ~SessionTable() {
        for (auto &entry : sessions_) {
            delete entry.second;
        }
    }

    SessionTable(const SessionTable &) = delete;
    SessionTable &operator=(const SessionTable &) = delete;

    void open(std::uint32_t id, const std::string &user, const std::string &address) {
        auto &slot = sessions_[id];
        delete slot;
        slot = new Session{user, address, Clock::now(), 0};
    }

    bool touch(std::uint32_t id) {
        auto it = sessions_.find(id);
        if (it == sessions_.end()) {
            return false;
        }
        it->second->seen = Clock::now();
        ++it->second->requests;
        return true;
    }

    void drop(std::uint32_t id, const std::string &reason) {
        auto it = sessions_.find(id);
        if (it == sessions_.end()) {
            return;
        }
        Session *session = it->second;
        sessions_.erase(it);
        closed_(session->user, reason);
        delete session;
    }

    std::size_t sweep(std::chrono::seconds limit) {
        const auto now = Clock::now();
        std::size_t removed = 0;
        for (auto it = sessions_.begin(); it != sessions_.end();) {
            Session *session = it->second;
            if (now - session->seen < limit) {
                ++it;
                continue;
            }
            closed_(session->user, "idle");
            delete session;
            it = sessions_.erase(it);
            ++removed;
        }
        return removed;
    }

    std::size_t size() const { return sessions_.size(); }

private:
    std::unordered_map<std::uint32_t, Session *> sessions_;
    Listener closed_;
};

int main() {
    SessionTable table([](const std::string &user, const std::string &reason) {
        std::cout << user << " left: " << reason << '\n';
    });
    table.open(1, "ada", "10.0.0.7");
    table.open(2, "grace", "10.0.0.8");
    table.touch(1);
    table.drop(2, "logout");
    table.sweep(std::chrono::seconds(900));
    std::cout << table.size() << '\n';
    return 0;
}
