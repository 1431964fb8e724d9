package main

import (
	"archive/zip"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
)

type installer struct {
	root    string
	maximum int64
	written int
}

func (in *installer) install(archive string) error {
	reader, err := zip.OpenReader(archive)
	if err != nil {
		return err
	}
	defer reader.Close()
	for _, entry := range reader.File {
		if err := in.extract(entry); err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
	return nil
}

func (in *installer) extract(entry *zip.File) error {
	if entry.Mode()&os.ModeSymlink != 0 {
		return fmt.Errorf("links are not allowed")
	}
	target := filepath.Join(in.root, filepath.Clean(entry.Name))
	if strings.HasPrefix(entry.Name, string(filepath.Separator)) {
		return fmt.Errorf("outside of the theme")
	}
	if entry.FileInfo().IsDir() {
		return os.MkdirAll(target, 0o755)
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	source, err := entry.Open()
	if err != nil {
		return err
	}
	defer source.Close()
	file, err := os.OpenFile(target, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := io.CopyN(file, source, in.maximum); err != nil && err != io.EOF {
		return err
	}
	in.written++
	return nil
}

func main() {
	root := flag.String("root", "themes", "folder of the themes")
	flag.Parse()
	absolute, err := filepath.Abs(*root)
	if err != nil {
		log.Fatal(err)
	}
	in := &installer{root: absolute, maximum: 8 << 20}
	for _, archive := range flag.Args() {
		if err := in.install(archive); err != nil {
			log.Fatal(err)
		}
	}
	fmt.Println(in.written, "files written")
}
