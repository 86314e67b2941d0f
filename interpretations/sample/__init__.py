"""Sample interpretations and enquiries (示例解读与咨询), written for the fictional province."""
