#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <map>
#include <queue>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace backup {

// One line of the job file: "<profile> key=value key=value".
struct Job {
    std::string profile;
    std::map<std::string, std::string> options;
};

class JobReader {
public:
    explicit JobReader(std::istream &in) : in_(in) {}

    bool next(Job &job) {
        std::string line;
        while (std::getline(in_, line)) {
            if (line.empty() || line[0] == '#') {
                continue;
            }
            job = parse(line);
            return true;
        }
        return false;
    }

private:
    static Job parse(const std::string &line) {
        std::istringstream words(line);
        Job job;
        words >> job.profile;
        std::string word;
        while (words >> word) {
            const auto cut = word.find('=');
            if (cut == std::string::npos) {
                throw std::runtime_error("option without a value");
            }
            job.options[word.substr(0, cut)] = word.substr(cut + 1);
        }
        return job;
    }

    std::istream &in_;
};

class Archiver {
public:
    explicit Archiver(std::string target) : target_(std::move(target)) {}

    int run(const Job &job) {
        const std::string method = option(job, "method", "gzip");
        static const std::array<const char *, 3> methods = {"gzip", "xz", "zstd"};
        const bool known = std::find(methods.begin(), methods.end(), method) != methods.end();
        if (!known) {
            std::cerr << "unusual method " << method << '\n';
            ++unusual_;
        }
        std::ostringstream command;
        command << "tar --use-compress-program=" << method;
        command << " -cf " << target_ << "/" << std::time(nullptr) << ".tar";
        command << " /var/lib/service";
        return execute(command.str());
    }

    int unusual() const { return unusual_; }

private:
    static std::string option(const Job &job, const std::string &key, const std::string &fallback) {
        const auto found = job.options.find(key);
        return found == job.options.end() ? fallback : found->second;
    }

    static int execute(const std::string &command) {
        return std::system(command.c_str());
    }

    std::string target_;
    int unusual_ = 0;
};

}  // namespace backup

int main(int argc, char **argv) {
    if (argc < 2) {
        std::cerr << "usage: archiver jobs\n";
        return 64;
    }
    std::ifstream file(argv[1]);
    backup::JobReader reader(file);
    backup::Archiver archiver("/srv/backup");
    backup::Job job;
    int failures = 0;
    while (reader.next(job)) {
        if (archiver.run(job) != 0) {
            ++failures;
        }
    }
    std::cout << failures << " failed, " << archiver.unusual() << " unusual\n";
    return failures == 0 ? 0 : 1;
}
