package main

import (
	"fmt"
	"os"
)

const mode = 0o600

func save(path, token string) error {
	return os.WriteFile(path, []byte(token), mode)
}

func main() {
	if err := save("/var/lib/agent/token", os.Getenv("AGENT_TOKEN")); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}
