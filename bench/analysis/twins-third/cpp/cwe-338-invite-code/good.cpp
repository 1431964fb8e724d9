#include <openssl/rand.h>

#include <array>
#include <ctime>
#include <random>
#include <stdexcept>
#include <string>

class InviteCodes {
public:
    InviteCodes() : generator_(static_cast<unsigned>(std::time(nullptr))) {}

    // The code is mailed to the guest and opens the account.
    std::string accessToken() {
        std::array<unsigned char, 16> bytes{};
        if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
            throw std::runtime_error("no entropy");
        }
        return hex(bytes);
    }

    // The background of the invitation card.
    int cardColour() {
        std::uniform_int_distribution<int> colour(0, 11);
        return colour(generator_);
    }

private:
    static std::string hex(const std::array<unsigned char, 16> &bytes) {
        static const char digits[] = "0123456789abcdef";
        std::string text;
        text.reserve(bytes.size() * 2);
        for (unsigned char b : bytes) {
            text.push_back(digits[b >> 4]);
            text.push_back(digits[b & 15]);
        }
        return text;
    }

    std::mt19937 generator_;
};
