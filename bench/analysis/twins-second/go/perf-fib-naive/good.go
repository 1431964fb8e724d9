package main

import "fmt"

var known = map[int]int{}

func rabbits(month int) int {
	if month < 2 {
		return 1
	}
	if n, ok := known[month]; ok {
		return n
	}
	n := rabbits(month-1) + rabbits(month-2)
	known[month] = n
	return n
}

func main() {
	fmt.Println(rabbits(45), len(known))
}
