using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Xml;

public static class PriceList
{
    public static IReadOnlyDictionary<string, decimal> Read(Stream upload)
    {
        var prices = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var settings = new XmlReaderSettings
        {
            IgnoreComments = true,
            IgnoreWhitespace = true,
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
        };

        using var reader = XmlReader.Create(upload, settings);
        while (reader.ReadToFollowing("price"))
        {
            var article = reader.GetAttribute("article");
            if (article is null)
            {
                continue;
            }

            prices[article] = decimal.Parse(reader.ReadElementContentAsString(), CultureInfo.InvariantCulture);
        }

        return prices;
    }
}
