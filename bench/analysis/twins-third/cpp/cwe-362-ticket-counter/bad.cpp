#include <iostream>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

class Seats {
public:
    explicit Seats(int free) : free_(free) {}

    bool reserve(const std::string &guest) {
        {
            std::lock_guard<std::mutex> guard(lock_);
            if (free_ == 0) {
                return false;
            }
        }
        std::string code = "T-" + guest;
        --free_;
        codes_[guest] = code;
        return true;
    }

    std::size_t sold() {
        std::lock_guard<std::mutex> guard(lock_);
        return codes_.size();
    }

private:
    std::mutex lock_;
    int free_;
    std::map<std::string, std::string> codes_;
};

int main() {
    Seats seats(10);
    std::vector<std::thread> desks;
    for (int desk = 0; desk < 8; ++desk) {
        desks.emplace_back([&seats, desk] {
            for (int i = 0; i < 4; ++i) {
                seats.reserve("guest-" + std::to_string(desk) + "-" + std::to_string(i));
            }
        });
    }
    for (auto &thread : desks) {
        thread.join();
    }
    std::cout << seats.sold() << '\n';
}
