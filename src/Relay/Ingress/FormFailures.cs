using Relay.Failures;

namespace Relay.Ingress;

/// <summary>What may be wrong with a form.</summary>
internal static class FormFailures
{
    /// <summary>The failure of a form that was read to there.</summary>
    public static Failure Of(FormState state) => state == FormState.Repeated
        ? Invalid("model", FailureCode.InvalidField, "The form has the field model twice, or as a file. Give it once, as text.")
        : Invalid(null, FailureCode.InvalidForm,
            "The body is not a form as RFC 7578 has it (multipart/form-data, with the boundary that its Content-Type names).");

    /// <summary>The form ended before its last boundary.</summary>
    public static Failure Incomplete() =>
        Invalid(null, FailureCode.BodyIncomplete, "The form ended before all of it had come. Send it again.");

    /// <summary>The form names no model.</summary>
    public static Failure NoModel() =>
        Invalid("model", FailureCode.MissingField, "The form has no field model. Name the model to use.");

    /// <summary>The model's name is none.</summary>
    public static Failure BadModel() =>
        Invalid("model", FailureCode.InvalidField, "The field model must be the name of a model, of 256 characters at most.");

    private static Failure Invalid(string? param, string code, string message) =>
        new(FailureStage.Ingress, FailureSide.Caller, 400, code, message) { Param = param };
}
