#include <deque>
#include <string>
#include <vector>

class Outbox {
public:
    void put(const std::string& message) { pending_.push_back(message); }

    std::size_t flush()
    {
        std::size_t bytes = 0;
        while (!pending_.empty()) {
            bytes += pending_.front().size();
            pending_.pop_front();
        }
        return bytes;
    }

private:
    std::deque<std::string> pending_;
};
