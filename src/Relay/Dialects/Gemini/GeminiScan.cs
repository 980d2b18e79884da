using System.Text.Json;
using Relay.Failures;

namespace Relay.Dialects.Gemini;

/// <summary>What is asked of every request of Gemini's before it is sent anywhere.</summary>
internal static class GeminiScan
{
    private const int MaxModelLength = 256;

    /// <summary>Reads the members of a body.</summary>
    /// <param name="reader">Stands on the body's start, and afterwards on its end.</param>
    /// <param name="body">The body.</param>
    /// <param name="found">Takes what is found.</param>
    /// <returns>What is wrong with it; null for nothing.</returns>
    public delegate string? MemberReader<T>(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, T found);

    /// <summary>Checks the model of the path, and reads the body, which must be an object.</summary>
    public static Failure? Read<T>(ModelPath path, ReadOnlySpan<byte> body, T found, MemberReader<T> members)
    {
        if (path.Model.Length > MaxModelLength)
            return Invalid(400, FailureCode.InvalidField, "The model in the path must have 256 characters at most.");
        return FindFault(body, found, members) is { } fault
            ? Invalid(400, FailureCode.InvalidJson, $"The body must be a JSON object, but {fault}.") : null;
    }

    /// <summary>Makes the failure of a request that cannot be used.</summary>
    public static Failure Invalid(int status, string code, string message) =>
        new(FailureStage.Ingress, FailureSide.Caller, status, code, message);

    private static string? FindFault<T>(ReadOnlySpan<byte> body, T found, MemberReader<T> members)
    {
        if (body.IsEmpty) return "it is empty";
        try
        {
            var reader = DialectJson.ReaderOn(body);
            if (reader.TokenType != JsonTokenType.StartObject) return "its top level is something else";
            if (members(ref reader, body, found) is { } fault) return fault;
            // Anything behind the object is refused here.
            reader.Read();
            return null;
        }
        catch (JsonException)
        {
            return "it is not well-formed";
        }
    }
}
