namespace Relay.Failures;

/// <summary>One of several things that are wrong with a document.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.accounts[0].secret</c>.</param>
/// <param name="Message">What is wrong there, and what would be right.</param>
internal sealed record FailureDetail(string Path, string Message);
