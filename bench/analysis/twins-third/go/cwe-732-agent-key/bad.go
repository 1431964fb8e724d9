package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

func generate(folder string) error {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	names := map[string][]byte{"agent.pub": public, "agent.key": private}
	for name, key := range names {
		text := base64.StdEncoding.EncodeToString(key) + "\n"
		mode := os.FileMode(0o644)
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), mode); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

func main() {
	folder := flag.String("folder", ".", "where the keys go")
	flag.Parse()
	if err := generate(*folder); err != nil {
		log.Fatal(err)
	}
}
