#include <chrono>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

static std::size_t render(const std::string &name) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    return name.size();
}

std::size_t renderAll(const std::vector<std::string> &names) {
    std::size_t total = 0;
    std::vector<std::future<std::size_t>> pending;
    pending.reserve(names.size());
    for (const auto &name : names) {
        auto job = std::async(std::launch::async, render, name);
        total += job.get();
    }
    return total;
}

int main() {
    std::cout << renderAll({"a.png", "b.png", "c.png", "d.png"}) << '\n';
}
