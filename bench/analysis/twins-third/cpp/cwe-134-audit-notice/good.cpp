#include <syslog.h>

#include <cstdio>
#include <iostream>
#include <string>

class Audit {
public:
    Audit() { openlog("gatekeeper", LOG_PID, LOG_AUTH); }
    ~Audit() { closelog(); }

    void refused(const std::string &user) const {
        std::string text = "login refused for " + user;
        syslog(LOG_NOTICE, "%s", text.c_str());
    }
};

int main() {
    Audit audit;
    std::string user;
    while (std::getline(std::cin, user)) {
        if (user != "operator") {
            audit.refused(user);
        }
    }
    return 0;
}
