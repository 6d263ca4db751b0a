// The way through a shell is longest where it is met head on and nothing at its rim, so shells have soft edges.
in vec3 towards;
in vec3 outward;
in vec3 light;
out vec4 output_color;

void main(void) {
    float facing = abs(dot(normalize(towards), normalize(outward)));
    output_color = vec4(light * facing * sqrt(facing), 1.0);
}
