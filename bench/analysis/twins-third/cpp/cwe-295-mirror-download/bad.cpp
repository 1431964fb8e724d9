#include <curl/curl.h>

#include <cstdio>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace mirror {

struct Settings {
    std::string base = "https://mirror.example.org/pool/";
    long timeoutSeconds = 30;
    bool verbose = false;
};

class Transfer {
public:
    explicit Transfer(Settings settings) : settings_(std::move(settings)), handle_(curl_easy_init()) {}

    ~Transfer() {
        if (handle_ != nullptr) {
            curl_easy_cleanup(handle_);
        }
    }

    Transfer(const Transfer &) = delete;
    Transfer &operator=(const Transfer &) = delete;

    bool fetch(const std::string &name, const std::string &target) {
        if (handle_ == nullptr) {
            return false;
        }
        std::unique_ptr<std::FILE, int (*)(std::FILE *)> out(std::fopen(target.c_str(), "wb"), std::fclose);
        if (!out) {
            return false;
        }
        const std::string url = settings_.base + name;
        curl_easy_setopt(handle_, CURLOPT_URL, url.c_str());
        curl_easy_setopt(handle_, CURLOPT_WRITEFUNCTION, &Transfer::write);
        curl_easy_setopt(handle_, CURLOPT_WRITEDATA, out.get());
        prepare();
        return curl_easy_perform(handle_) == CURLE_OK;
    }

private:
    void prepare() {
        curl_easy_setopt(handle_, CURLOPT_TIMEOUT, settings_.timeoutSeconds);
        curl_easy_setopt(handle_, CURLOPT_FAILONERROR, 1L);
        curl_easy_setopt(handle_, CURLOPT_FOLLOWLOCATION, 0L);
        curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
        curl_easy_setopt(handle_, CURLOPT_VERBOSE, settings_.verbose ? 1L : 0L);
    }

    static std::size_t write(char *data, std::size_t size, std::size_t count, void *target) {
        return std::fwrite(data, size, count, static_cast<std::FILE *>(target)) * size;
    }

    Settings settings_;
    CURL *handle_;
};

}  // namespace mirror

int main() {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    const std::vector<std::pair<std::string, std::string>> files = {
        {"index.json", "/var/cache/mirror/index.json"},
        {"release.tar.xz", "/var/cache/mirror/release.tar.xz"},
    };
    int failed = 0;
    {
        mirror::Transfer transfer(mirror::Settings{});
        for (const auto &[name, target] : files) {
            if (!transfer.fetch(name, target)) {
                std::cerr << "failed: " << name << '\n';
                ++failed;
            }
        }
    }
    curl_global_cleanup();
    return failed;
}
