package main

import (
	"crypto/tls"
	"fmt"
	"net/http"
	"time"
)

func client() *http.Client {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	config.InsecureSkipVerify = true
	return &http.Client{
		Timeout:   10 * time.Second,
		Transport: &http.Transport{TLSClientConfig: config},
	}
}

func main() {
	answer, err := client().Get("https://sync.example.org/state")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)
}
