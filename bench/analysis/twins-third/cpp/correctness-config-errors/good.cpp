#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>

class Config {
public:
    bool read(const std::string &path) {
        std::ifstream in(path);
        if (!in) {
            return false;
        }
        std::string line;
        int number = 0;
        while (std::getline(in, line)) {
            ++number;
            const auto cut = line.find('=');
            if (cut == std::string::npos) {
                continue;
            }
            try {
                values_[line.substr(0, cut)] = std::stoi(line.substr(cut + 1));
            } catch (const std::exception &) {
                std::cerr << path << ':' << number << ": not a number\n";
                return false;
            }
        }
        return true;
    }

    int value(const std::string &key, int fallback) const {
        const auto it = values_.find(key);
        return it == values_.end() ? fallback : it->second;
    }

private:
    std::map<std::string, int> values_;
};

int main() {
    Config config;
    if (!config.read("/etc/relay.conf")) {
        std::cerr << "no configuration\n";
        return 1;
    }
    std::cout << config.value("port", 8080) << '\n';
    return 0;
}
