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
            pending_.erase(pending_.begin());
        }
        return bytes;
    }

private:
    std::vector<std::string> pending_;
};
