using System.IO;
using System.Xml;

public static class OrderReader
{
    public static int Count(Stream upload)
    {
        var settings = new XmlReaderSettings();
        settings.DtdProcessing = DtdProcessing.Parse;
        settings.XmlResolver = new XmlUrlResolver();
        var count = 0;
        using var reader = XmlReader.Create(upload, settings);
        while (reader.Read())
        {
            if (reader.Name == "order") count++;
        }
        return count;
    }
}
