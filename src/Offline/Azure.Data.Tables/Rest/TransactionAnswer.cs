using System.Globalization;
using System.Text;

namespace Azure.Data.Tables.Rest;

/// <summary>Reads the answer to a transaction: a multipart of multiparts, whose leaves are HTTP answers.</summary>
internal static class TransactionAnswer
{
    public static List<Response> Read(BinaryData body)
    {
        // Whatever the boundaries are called, each HTTP answer begins with its status line and ends before a line of dashes.
        var lines = Encoding.UTF8.GetString(body.ToMemory().Span).Split('\n');
        var answers = new List<Response>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (lines[at].StartsWith("HTTP/1.1 ", StringComparison.Ordinal)) answers.Add(ReadAnswer(lines, ref at));
        }

        return answers;
    }

    private static TransactionPart ReadAnswer(string[] lines, ref int at)
    {
        var status = lines[at].TrimEnd('\r').Split(' ', 3);
        var part = new TransactionPart(int.Parse(status[1], CultureInfo.InvariantCulture), status.ElementAtOrDefault(2));
        for (at++; at < lines.Length && lines[at].TrimEnd('\r') is { Length: > 0 } header; at++)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) part.Add(header[..colon], header[(colon + 1)..].Trim());
        }

        var content = new StringBuilder();
        for (; at < lines.Length && !lines[at].StartsWith("--", StringComparison.Ordinal); at++)
            content.Append(lines[at]).Append('\n');
        part.ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(content.ToString().Trim()));
        return part;
    }
}
