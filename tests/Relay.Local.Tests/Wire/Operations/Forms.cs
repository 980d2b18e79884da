using System.Globalization;

namespace Relay.Local.Tests.Wire.Operations;

/// <summary>Forms as bytes.</summary>
internal static class Forms
{
    public const string FormType = "multipart/form-data; boundary=\"xX\"";

    public const string Sound = "--xX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\nID3\0 \r\n--xy model\r\n";

    public static string Field(string name, string value) =>
        string.Create(CultureInfo.InvariantCulture, $"--xX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");

    public static string Form(params string[] parts) => string.Concat(parts) + "--xX--\r\n";
}
