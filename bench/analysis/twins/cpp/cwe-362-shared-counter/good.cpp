#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

int main()
{
    int total = 0;
    std::mutex guard;
    std::vector<std::thread> workers;
    for (int w = 0; w < 4; ++w) {
        workers.emplace_back([&total, &guard] {
            for (int i = 0; i < 100000; ++i) {
                std::lock_guard<std::mutex> lock(guard);
                ++total;
            }
        });
    }
    for (auto& worker : workers) worker.join();
    std::cout << total << '\n';
    return 0;
}
