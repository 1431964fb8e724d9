package main

import (
	"encoding/json"
	"net/http"
)

type status struct {
	State string `json:"state"`
}

func fetch(url string) (status, error) {
	var s status
	resp, err := http.Get(url)
	if err != nil {
		return s, err
	}
	defer resp.Body.Close()
	err = json.NewDecoder(resp.Body).Decode(&s)
	return s, err
}
