in vec2 corner;
in vec3 tint;
in float starry;
out vec4 output_color;

void main(void) {
    float r = dot(corner, corner);
    if (r > 1.0) discard;
    float soft = pow(1.0 - r, 1.2);
    // A star's light is on the scene's scale and follows the exposure; a marker's is the picture's own.
    output_color = vec4(starry > 0.5 ? develop(tint * soft) : finish(tint * soft), 1.0);
}
