#include <cstdint>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <vector>

struct BitmapHeader {
    std::uint32_t width;
    std::uint32_t height;
};

std::vector<std::uint8_t> load(std::istream &in) {
    BitmapHeader header{};
    in.read(reinterpret_cast<char *>(&header), sizeof header);
    if (!in) {
        throw std::runtime_error("short header");
    }
    if (header.width > 16384 || header.height > 16384) {
        throw std::runtime_error("too large");
    }
    const std::uint32_t bytes = header.width * header.height * 4;
    std::vector<std::uint8_t> pixels(bytes);
    std::uint8_t *row = pixels.data();
    for (std::uint32_t y = 0; y < header.height; ++y) {
        in.read(reinterpret_cast<char *>(row), static_cast<std::streamsize>(header.width) * 4);
        row += static_cast<std::size_t>(header.width) * 4;
    }
    return pixels;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        return 64;
    }
    std::ifstream file(argv[1], std::ios::binary);
    std::cout << load(file).size() << " bytes\n";
    return 0;
}
