package shop

import (
	"net/http"

	"github.com/gin-gonic/gin"
	"gorm.io/gorm"
)

type Product struct {
	ID    uint
	Name  string
	Price int64
}

var sortable = map[string]string{"name": "name", "price": "price desc"}

func List(db *gorm.DB) gin.HandlerFunc {
	return func(c *gin.Context) {
		order, ok := sortable[c.Query("sort")]
		if !ok {
			order = "id"
		}
		var products []Product
		if err := db.Order(order).Limit(50).Find(&products).Error; err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusOK, products)
	}
}
