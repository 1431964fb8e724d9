package main

import (
	"io"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"
)

func image(c echo.Context) error {
	target, err := url.Parse(c.QueryParam("src"))
	if err != nil || target.Scheme != "https" || target.Host != "images.example" {
		return c.NoContent(http.StatusBadRequest)
	}
	resp, err := http.Get(target.String())
	if err != nil {
		return c.NoContent(http.StatusBadGateway)
	}
	defer resp.Body.Close()
	return c.Stream(http.StatusOK, "image/png", io.LimitReader(resp.Body, 1<<20))
}

func main() {
	e := echo.New()
	e.GET("/image", image)
	e.Logger.Fatal(e.Start(":8080"))
}
