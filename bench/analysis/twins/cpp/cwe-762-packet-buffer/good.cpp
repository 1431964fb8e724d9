#include <cstddef>
#include <cstring>

class Packet {
public:
    explicit Packet(std::size_t size) : size_(size), data_(new char[size]) { std::memset(data_, 0, size_); }
    Packet(const Packet&) = delete;
    Packet& operator=(const Packet&) = delete;
    ~Packet()
    {
        delete[] data_;
    }

    std::size_t size() const { return size_; }

private:
    std::size_t size_;
    char* data_;
};
