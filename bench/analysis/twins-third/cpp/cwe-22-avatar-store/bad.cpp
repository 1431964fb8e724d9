#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

struct Part {
    std::map<std::string, std::string> disposition;
    std::vector<char> body;
};

struct UploadRequest {
    std::string account;
    std::vector<Part> parts;
};

// Reads "filename" and the like out of a Content-Disposition header.
std::map<std::string, std::string> parseDisposition(std::string_view header) {
    std::map<std::string, std::string> fields;
    std::size_t start = header.find(';');
    while (start != std::string_view::npos) {
        const std::size_t end = header.find(';', start + 1);
        std::string_view field = header.substr(start + 1, end == std::string_view::npos ? end : end - start - 1);
        field.remove_prefix(std::min(field.find_first_not_of(' '), field.size()));
        const std::size_t cut = field.find('=');
        if (cut != std::string_view::npos) {
            std::string_view value = field.substr(cut + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
                value = value.substr(1, value.size() - 2);
            }
            fields.emplace(field.substr(0, cut), value);
        }
        start = end;
    }
    return fields;
}

static std::optional<std::string> uploadName(const Part &part) {
    auto it = part.disposition.find("filename");
    if (it == part.disposition.end() || it->second.empty()) {
        return std::nullopt;
    }
    return it->second;
}

static bool hasImageEnding(std::string_view name) {
    return name.ends_with(".png") || name.ends_with(".jpg");
}

class AvatarStore {
public:
    explicit AvatarStore(fs::path root) : root_(fs::canonical(root)) {}

    int accept(const UploadRequest &request) {
        int stored = 0;
        for (const Part &part : request.parts) {
            auto name = uploadName(part);
            if (!name || !hasImageEnding(*name)) {
                continue;
            }
            fs::path target = fs::weakly_canonical(root_ / *name);
            if (target.has_relative_path() && target.parent_path() == root_) {
                ++direct_;
            }
            std::ofstream out(target, std::ios::binary | std::ios::trunc);
            out.write(part.body.data(), static_cast<std::streamsize>(part.body.size()));
            if (out) {
                ++stored;
            }
        }
        return stored;
    }

    int direct() const { return direct_; }

private:
    fs::path root_;
    int direct_ = 0;
};
