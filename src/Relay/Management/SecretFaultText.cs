using System.Text.Json;
using Relay.Storage;

namespace Relay.Management;

/// <summary>A fault as it stands in answers to admins.</summary>
internal static class SecretFaultText
{
    /// <summary>Its name in snake case; <c>missing</c> where nothing is known.</summary>
    public static string Of(SecretFault? fault) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName((fault ?? SecretFault.Missing).ToString());
}
