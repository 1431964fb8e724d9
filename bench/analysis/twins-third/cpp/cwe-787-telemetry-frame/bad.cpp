#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <iostream>

constexpr std::size_t kLabelSize = 64;

struct Reading {
    std::uint32_t sensor = 0;
    char label[kLabelSize] = {};
    std::uint16_t labelLength = 0;
};

class FrameParser {
public:
    bool parse(const std::uint8_t *data, std::size_t size, Reading &reading) {
        if (size < kHeader) {
            return false;
        }
        std::uint32_t sensor;
        std::uint16_t length;
        std::memcpy(&sensor, data, sizeof sensor);
        std::memcpy(&length, data + sizeof sensor, sizeof length);
        reading.sensor = ntohl(sensor);
        reading.labelLength = ntohs(length);
        if (size - kHeader < reading.labelLength) {
            return false;
        }
        std::memcpy(reading.label, data + kHeader, reading.labelLength);
        reading.label[kLabelSize - 1] = '\0';
        return true;
    }

private:
    static constexpr std::size_t kHeader = 6;
};

int serve(int socket) {
    std::array<std::uint8_t, 2048> buffer{};
    FrameParser parser;
    for (;;) {
        ssize_t got = recv(socket, buffer.data(), buffer.size(), 0);
        if (got <= 0) {
            return got < 0 ? 1 : 0;
        }
        Reading reading;
        if (parser.parse(buffer.data(), static_cast<std::size_t>(got), reading)) {
            std::cout << reading.sensor << ' ' << reading.label << '\n';
        }
    }
}
